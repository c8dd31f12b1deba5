"""The officers' identity provider (đăng nhập một lần), by OpenID Connect."""
