import * as holdfast from "@pulumi/holdfast";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const account = config.require("account");
const protection = config.getBoolean("protected") ?? true;
const regions: Record<string, string> = { use1: "us-east-1", euw1: "eu-west-1" };
const tags = { Team: "catalogue" };

// The whole API. The settings have the names that Holdfast's stack files have, at every depth.
const api = new holdfast.MultiRegionApi("api", {
    settings: {
        account,
        regions: { use1: {}, euw1: {} },
        services: {
            catalogue: {
                port: 8080,
                image: config.require("image"),
                peak_rps: config.requireNumber("peakRps"),
                instance: { types: ["m7g.large"], rps: 150 },
            },
        },
        entrances: {
            public: {
                domain: "api.catalogue.example.com",
                zone: { name: "catalogue.example.com", id: "Z0123456789EXAMPLE" },
            },
        },
        protection: protection ? "enforced" : "lifted",
        tags,
    },
});

// Parts alone: a table in the same regions, encrypted with keys that no other store uses.
const members = Object.fromEntries(
    Object.entries(regions).map(([place, region]) => {
        const name = `${place}-wishlists`;
        const key = new holdfast.EncryptionKey(name, { region, accountId: account, protection, tags });
        return [place, { region, keyArn: key.keyArn }];
    }),
);
const wishlists = new holdfast.GlobalTable("wishlists", {
    store: "wishlists",
    home: "use1",
    members,
    partitionKey: { name: "customer", type: holdfast.AttributeType.STRING },
    pointInTimeRecoveryDays: 14,
    protection,
    tags,
});

export const endpoints = api.endpoints;
export const nextSteps = api.nextSteps;
export const operations = api.operations;
export const wishlistsTable = wishlists.tableName;
