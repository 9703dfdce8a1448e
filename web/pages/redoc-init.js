// System fonts: the theme's default names a font that only a third party serves.
const system_font = "system-ui, -apple-system, 'Segoe UI', sans-serif";

Redoc.init(
    "/api/openapi.json",
    {
        hideDownloadButton: false,
        nativeScrollbars: true,
        theme: {
            typography: {
                fontFamily: system_font,
                headings: { fontFamily: system_font },
            },
        },
    },
    document.getElementById("redoc"),
);
