"""Services, platforms, laws, guides and the questionnaire: what the site knows, kept by admins."""
