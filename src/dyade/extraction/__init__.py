"""Statements, speakers and counterparties of an article: `Article -> Article`, labels left open."""
