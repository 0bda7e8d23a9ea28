"""A process of its own that reads PDFs: no fault of a PDF, or of MuPDF, reaches the process of the command."""
