// One document for each surface, the canonical one first. validatorUrl is null because the default
// sends the document's address to a third party.
SwaggerUIBundle({
    urls: [
        { url: "/api/openapi.json", name: "Canonical: /api/v1" },
        { url: "/api/compat/token.json", name: "Token (000)" },
        { url: "/api/compat/session.json", name: "Session (002)" },
        { url: "/api/compat/desk.json", name: "Desk (003)" },
        { url: "/api/compat/conversation.json", name: "Conversation (004)" },
    ],
    dom_id: "#swagger-ui",
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: "StandaloneLayout",
    deepLinking: true,
    filter: true,
    validatorUrl: null,
});
