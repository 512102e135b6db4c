"""Our icons: 24 × 24, stroke 1.8, round ends (the stroke is set by base.css). Names say what is drawn or done."""

from django.utils.safestring import SafeString

SHAPES = {
    "back": '<path d="M14.5 5.5 8 12l6.5 6.5"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15z"/><path d="M10 20.5h4"/>',
    "bolt": '<path d="M13.5 3 5.5 13.5H12L10.5 21l8-10.5H12z"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8.5 3.5V7m7-3.5V7"/>',
    "camera": '<path d="M4 8h4l1.5-2.5h5L16 8h4v11H4z"/><circle cx="12" cy="13" r="3.3"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.2l3.2 2"/>',
    "cross": '<path d="m6.5 6.5 11 11m0-11-11 11"/>',
    "download": '<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14"/>',
    "error": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5v5M12 16v.1"/>',
    "eye": '<path d="M2.5 12S6 6 12 6s9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6z"/><circle cx="12" cy="12" r="2.7"/>',
    "file": '<path d="M6 3.5h8l4 4v13H6z"/><path d="M14 3.5v4h4"/>',
    "hourglass": (
        '<path d="M7 3.5h10M7 20.5h10M8 3.5c0 5 8 5.5 8 8.5s-8 3.5-8 8.5M16 3.5c0 5-8 5.5-8 8.5s8 3.5 8 8.5"/>'
    ),
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.1"/>',
    "link": (
        '<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1"/>'
    ),
    "list": '<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5v.1M4.5 12v.1M4.5 17.5v.1"/>',
    "lock": '<path d="M5.5 10.5h13v9.5h-13zM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"/>',
    "message": '<path d="M4 5h16v11H11l-4.5 4v-4H4z"/>',
    "minus": '<path d="M6 12h12"/>',
    "more": '<path stroke-width="3" d="M5.5 12h.01M12 12h.01M18.5 12h.01"/>',
    "next": '<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6"/>',
    "phone": (
        '<path d="M5 4h4l1.5 4.5L8 10.5a12 12 0 0 0 5.5 5.5l2-2.5L20 15v4c0 .8-.6 1.4-1.4 1.3'
        'C10.5 19.7 4.3 13.5 3.7 5.4 3.6 4.6 4.2 4 5 4z"/>'
    ),
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>',
    "sign": '<path d="M4 20c4-1 3-5 6-5s1 4 4 4 2.5-2 6-2"/><path d="m9 11 8.5-7.5 2 2.3L11 13"/>',
    "turn": '<path d="M19.5 12a7.5 7.5 0 1 1-2.3-5.4L19.5 9M19.5 4v5h-5"/>',
    "upload": '<path d="M12 15.5V4.5M7.5 9 12 4.5 16.5 9M5 15v4.5h14V15"/>',
    "warning": '<path d="M12 4 2.8 19.5h18.4z"/><path d="M12 10v4.2M12 17v.1"/>',
}

# Drawn once: a list of fifty rows shows a hundred of them.
ICONS: dict[str, SafeString] = {
    name: SafeString(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{shape}</svg>')
    for name, shape in SHAPES.items()
}

# The icon that goes with a tone when none is named.
BY_TONE = {"": "minus", "live": "hourglass", "good": "check", "wait": "clock", "bad": "error", "note": "lock"}
NOTICE_BY_TONE = {"": "info", "good": "check", "wait": "warning", "bad": "error", "note": "lock"}
