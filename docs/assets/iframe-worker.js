// Pages opened from a folder may start no worker. This one runs in a hidden frame, so that the search works there too.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.appendChild(frame);
      this.frame = frame;
      const inside = frame.contentWindow;
      this.ready = new Promise((resolve) => {
        const script = inside.document.createElement("script");
        inside.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
        inside.importScripts = (...urls) =>
          urls.reduce((before, one) => before.then(() => new Promise((loaded) => {
            const library = inside.document.createElement("script");
            library.src = one;
            library.onload = loaded;
            inside.document.body.appendChild(library);
          })), Promise.resolve());
        script.src = url;
        script.onload = resolve;
        inside.document.body.appendChild(script);
      });
      this.addEventListener("message", (event) => this.onmessage && this.onmessage(event));
    }

    postMessage(data) {
      this.ready.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data })));
    }

    terminate() {
      this.frame.remove();
    }
  };
}
