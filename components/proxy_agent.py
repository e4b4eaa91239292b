"""Runs on each proxy: tells HAProxy or nginx which instances there are, and keeps its certificate.

Shipped to the instance as it is, and run there by Amazon Linux's own Python 3.9: standard library only.
Nothing that fails changes anything: without an answer of EC2, or with an empty one, the servers that are
known stay, also over a restart of the proxy; without an answer of Secrets Manager the certificate stays.

    agent.py run CONFIG          every few seconds: ask EC2, tell the proxy
    agent.py once CONFIG         the same, once
    agent.py start CONFIG        have a certificate, before the proxy starts
    agent.py certificate CONFIG  read the certificate, tell the proxy if it is another one
    agent.py drain CONFIG        fail the proxy's own health check and wait, before the proxy is stopped
"""

import hashlib
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_MAINTENANCE = 0x01 | 0x02 | 0x20  # srv_admin_state in HAProxy's management guide, "show servers state"
_PORT = 18  # column srv_port of the same table
_HEAVIEST = 256  # of HAProxy; nginx takes any
_WAIT_SECONDS = 30
_PEM_PARTS = ("-----BEGIN CERTIFICATE-----", "PRIVATE KEY-----")


def discover(config: dict[str, Any]) -> dict[str, list[str]]:
    """Addresses of each service's running instances, as EC2 knows them; services without any are left out.

    Raises:
        OSError, ValueError, subprocess.SubprocessError: EC2 did not answer, or not as it should.
    """
    names = {
        member["instance_name"]: member["service"] for pool in config["pools"] for member in pool["members"]
    }
    wanted = {**config["filters"], "tag:Name": sorted(names), "instance-state-name": ["running"]}
    filters = [{"Name": name, "Values": values} for name, values in sorted(wanted.items())]
    query = "Reservations[].Instances[].[PrivateIpAddress, Tags[?Key=='Name'].Value | [0]]"
    answer = _aws(config, "ec2", "describe-instances", "--filters", json.dumps(filters), "--query", query)
    found: dict[str, list[str]] = {}
    for address, name in json.loads(answer):
        if address and name in names:
            found.setdefault(names[name], []).append(address)
    return {service: sorted(addresses) for service, addresses in found.items()}


def slots(addresses: list[str], size: int) -> dict[int, str]:
    """Slot → address, from 1: alike on every proxy, whatever it saw before, and mostly kept on a change."""
    taken: dict[int, str] = {}
    for address in sorted(addresses, key=_hash)[:size]:
        slot = _hash(address) % size
        while slot in taken:
            slot = (slot + 1) % size
        taken[slot] = address
    return {slot + 1: address for slot, address in taken.items()}


def weights(members: list[dict[str, Any]], known: dict[str, list[str]]) -> dict[str, int]:
    """Service → weight of each of its servers: a service gets its share, however many servers it has."""
    shares = {
        one["service"]: one["weight"] / len(known[one["service"]])
        for one in members
        if one["weight"] is not None and known.get(one["service"])
    }
    most = max(shares.values(), default=0)
    return {
        service: max(1, round(share * _HEAVIEST / most)) if share else 0 for service, share in shares.items()
    }


def tell_haproxy(config: dict[str, Any], known: dict[str, list[str]], *, ready: bool) -> None:
    """Give HAProxy the servers that are known, by its admin socket, and only what is not so yet."""
    running = _haproxy(config, "experimental-mode on; get var proc.serving")
    first = "<1>" not in running
    for pool in config["pools"]:
        wanted, share = {}, weights(pool["members"], known)
        for member in pool["members"]:
            service = member["service"]
            for slot, address in slots(known.get(service, []), member["slots"]).items():
                wanted[f"{service}-{slot}"] = (address, str(member["port"]), str(share.get(service, 1)))
        present = _servers(config, pool["key"])
        serving = {(one[0], one[1]) for one in present.values() if not one[3]}
        for name, (address, port, weight, out) in sorted(present.items()):
            server = f"set server {pool['key']}/{name}"
            if name not in wanted:
                commands = [] if out else [f"{server} state maint"]
            elif out or wanted[name][:2] != (address, port):
                new = wanted[name]
                commands = [f"{server} state maint", f"{server} addr {new[0]} port {new[1]}"]
                commands += [f"{server} weight {new[2]}", f"{server} state ready"]
                # One that joins proves itself first; what a starting proxy finds has done so elsewhere.
                commands += [] if first or new[:2] in serving else [f"{server} health down"]
            else:
                commands = [f"{server} weight {wanted[name][2]}"] if wanted[name][2] != weight else []
            if commands:
                _log(f"{pool['key']}/{name}: {wanted.get(name, 'out')}")
                _haproxy(config, "; ".join(commands))
    if first and ready and not Path(config["draining"]).exists():
        _haproxy(config, "experimental-mode on; set var proc.serving bool(true)")


def tell_nginx(config: dict[str, Any], known: dict[str, list[str]], *, ready: bool) -> None:
    """Write nginx's lists of servers, and reload it if one has changed and nginx takes them."""
    before: dict[Path, str] = {}
    for pool in config["pools"]:
        share, lines = weights(pool["members"], known), []
        for member in pool["members"]:
            weight = share.get(member["service"], 1)
            more = f" weight={weight}" if weight else " down"
            lines += [
                f"server {address}:{member['port']} {pool['fails']}{more};\n"
                for address in known.get(member["service"], [])
            ]
        path = Path(config["upstreams"]) / f"{pool['key']}.conf"
        text, present = "".join(lines), path.read_text()
        if lines and text != present:
            before[path] = present
            _write(path, text)
    if before and not _accepted(config):
        for path, text in before.items():
            _write(path, text)
        raise ValueError("nginx refuses the new servers, the old ones stay")
    if before:
        _log(f"servers have changed: {known}")
        _run(config["reload"])
    if ready and not Path(config["draining"]).exists():
        Path(config["serving"]).touch()


def tick(config: dict[str, Any], *, ask: bool = True) -> None:
    """Ask EC2, keep what is known where it has no answer, and tell the proxy.

    Ready is a proxy once EC2 has answered it: that there is no instance is an answer too, and a proxy that
    were unhealthy for it would be replaced for ever.
    """
    state = Path(config["state"])
    known: dict[str, list[str]] = json.loads(state.read_text()) if state.exists() else {}
    if ask:
        try:
            found = {**known, **discover(config)}
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            _log(f"EC2 does not answer, the servers stay as they are: {error}")
        else:
            if found != known or not state.exists():
                _write(state, json.dumps(found))
            known = found
    tell = tell_haproxy if config["software"] == "haproxy" else tell_nginx
    tell(config, known, ready=state.exists())


def start(config: dict[str, Any]) -> None:
    """Have a certificate before the proxy starts: the secret's, or if that is no good the one that it had.

    And the API's description, where there is one: it is another file for another machine, so what is there
    stays.

    Raises:
        OSError, ValueError, subprocess.SubprocessError: The machine has none yet, and gets none.
    """
    describe(config)
    path = Path(config["certificate"])
    old = path.read_text() if path.exists() else None
    try:
        pem = _pem(_secret(config))
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        if old is None:
            raise
        _log(f"the certificate stays: {error}")
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(path, pem, mode=0o600)
    if _accepted(config):
        return
    if old is None:
        path.unlink()
        raise ValueError("the proxy refuses the certificate")
    _write(path, old, mode=0o600)
    _log("the proxy refuses the certificate, the old one stays")


def describe(config: dict[str, Any]) -> None:
    """Have the API's description, if the proxy is to serve one.

    Raises:
        OSError, ValueError, subprocess.SubprocessError: The machine has none yet, and gets none.
    """
    wanted = config["description"]
    if wanted is None or Path(wanted["file"]).exists():
        return
    new = f"{wanted['file']}.new"
    _aws(config, "s3api", "get-object", "--bucket", wanted["bucket"], "--key", wanted["key"], new)
    Path(new).chmod(0o644)
    Path(new).replace(wanted["file"])


def certificate(config: dict[str, Any]) -> None:
    """Read the certificate and its key, and put them in force without dropping a connection.

    Raises:
        ValueError: The secret holds none that the proxy takes; the old one stays in force.
    """
    path = Path(config["certificate"])
    if not path.exists():
        # The proxy has yet to start, and reads it then.
        return
    try:
        text = _secret(config)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        _log(f"Secrets Manager does not answer, the certificate stays: {error}")
        return
    old, pem = path.read_text(), _pem(text)
    if pem == old:
        return
    if config["software"] == "haproxy":
        answer = _haproxy(config, f"set ssl cert {path} <<\n{pem}")
        answer += _haproxy(config, f"commit ssl cert {path}")
        if "Success" not in answer:
            _haproxy(config, f"abort ssl cert {path}")
            raise ValueError(f"HAProxy refuses the certificate, the old one stays: {answer}")
    _write(path, pem, mode=0o600)
    if config["software"] == "nginx":
        if not _accepted(config):
            _write(path, old, mode=0o600)
            raise ValueError("nginx refuses the certificate, the old one stays")
        _run(config["reload"])
    _log("a certificate came into force")


def drain(config: dict[str, Any]) -> None:
    """Fail the proxy's own health check, and wait until the load balancer has seen it."""
    Path(config["draining"]).touch()
    if config["software"] == "haproxy":
        _haproxy(config, "experimental-mode on; set var proc.serving bool(false)")
    Path(config["serving"]).unlink(missing_ok=True)
    time.sleep(config["drain_seconds"])


def run(config: dict[str, Any]) -> None:
    """Keep the proxy's servers as EC2 has them; first of all as they were known before."""
    ask = False
    while True:
        try:
            tick(config, ask=ask)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            _log(f"nothing is changed: {error}")
        time.sleep(config["refresh_seconds"] if ask else 0)
        ask = True


def _servers(config: dict[str, Any], pool: str) -> dict[str, tuple[str, str, str, bool]]:
    """Name → address, port, weight and whether it is out of use."""
    found = {}
    for line in _haproxy(config, f"show servers state {pool}").splitlines():
        fields = line.split()
        if len(fields) > _PORT and fields[0].isdigit():
            found[fields[3]] = (fields[4], fields[_PORT], fields[7], bool(int(fields[6]) & _MAINTENANCE))
    if not found:
        raise ValueError(f"HAProxy knows no pool {pool}")
    return found


def _haproxy(config: dict[str, Any], command: str) -> str:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(_WAIT_SECONDS)
        connection.connect(config["socket"])
        connection.sendall(f"{command}\n".encode())
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer.decode()


def _aws(config: dict[str, Any], *arguments: str) -> str:
    command = [*config["aws"], *arguments, "--region", config["region"], "--output", "json"]
    return _run(command)


def _secret(config: dict[str, Any]) -> str:
    arguments = ("--secret-id", config["certificate_secret"], "--query", "SecretString")
    return str(json.loads(_aws(config, "secretsmanager", "get-secret-value", *arguments)))


def _pem(text: str) -> str:
    if not all(part in text for part in _PEM_PARTS):
        raise ValueError("the secret holds no certificate with its private key in PEM")
    return "".join(f"{line}\n" for line in text.splitlines() if line.strip())


def _accepted(config: dict[str, Any]) -> bool:
    try:
        _run(config["test"])
    except ValueError as error:
        _log(str(error))
        return False
    return True


def _run(command: list[str]) -> str:
    # The commands are the configuration's own.
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_WAIT_SECONDS)  # noqa: S603
    if done.returncode:
        raise ValueError(done.stderr.strip() or f"{command[0]} ended with {done.returncode}")
    return done.stdout


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    new = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _hash(address: str) -> int:
    return int.from_bytes(hashlib.sha256(address.encode()).digest()[:8], "big")


def _log(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201  # systemd writes it down


def main(mode: str, path: str) -> int:
    """Do what ``mode`` says, with the configuration in the file ``path``."""
    config = json.loads(Path(path).read_text())
    try:
        {"run": run, "once": tick, "start": start, "certificate": certificate, "drain": drain}[mode](config)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        _log(f"{mode}: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
