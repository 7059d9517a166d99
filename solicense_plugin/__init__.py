"""solicense: licence administration for a CRM that runs already."""
