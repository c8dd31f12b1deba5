"""What a browser calls itself, in words that a person recognises."""

_BROWSERS = (
    ("coc_coc_browser", "Cốc Cốc"),
    ("edg", "Edge"),
    ("opr/", "Opera"),
    ("firefox", "Firefox"),
    ("fxios", "Firefox"),
    ("crios", "Chrome"),
    ("chrome", "Chrome"),
    ("safari", "Safari"),
)
_MACHINES = (
    ("android", "Android"),
    ("iphone", "iPhone"),
    ("ipad", "iPad"),
    ("windows", "Windows"),
    ("mac os", "Mac"),
    ("cros", "ChromeOS"),
    ("linux", "Linux"),
)


def browser_words(agent: str) -> str:
    """Return such as "Chrome trên Windows"; what is not known is said plainly."""
    told = agent.lower()
    browser = next((name for mark, name in _BROWSERS if mark in told), "Trình duyệt khác")
    machine = next((name for mark, name in _MACHINES if mark in told), "")
    return f"{browser} trên {machine}" if machine else browser
