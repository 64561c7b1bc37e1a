"""What every app needs and no app owns: ids, clock, forms, routes, middleware."""
