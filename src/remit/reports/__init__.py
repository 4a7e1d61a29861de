"""Documents: HTML, Markdown, figures as SVG; read by people."""
