"""A window as a screen reader knows it: controls by role and name, pressed, typed into and read. Knows nothing of what
the window is for. Text goes in by the keyboard, the clipboard is read with xclip, pictures are taken with scrot.
"""

import pathlib
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

BUTTONS = ("push button", "toggle button", "check box", "radio button", "page tab", "menu item", "link")
FIELDS = ("entry", "password text", "text")


class Window:
    """The one window of a program that has just been started."""

    def __init__(self, process, title):
        self.process = process
        Atspi.init()
        self.id = self.until(lambda: self._search(title), f"no window called {title!r}", 30).split()[-1]
        self.until(lambda: len(self.nodes()) > 10, "the window says nothing to a screen reader", 30)

    def _search(self, title):
        return self.run("xdotool", "search", "--onlyvisible", "--name", title, check=False)

    @staticmethod
    def run(*command, check=True):
        """What a command printed."""
        ran = subprocess.run(command, capture_output=True, text=True, timeout=20)
        assert not check or ran.returncode == 0, f"{command} ended with {ran.returncode}: {ran.stderr}"
        return ran.stdout

    def until(self, condition, what, seconds=15):
        """Waits for a condition; when it does not come, says what was waited for and what is in the window."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert self.process.poll() is None, f"the program ended with {self.process.returncode}"
            value = condition()
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"after {seconds} s: {what}\n{self.described()}")

    def described(self):
        """Every control with a name."""
        return "\n".join(f"  {role}: {name}" for role, name, _ in self.nodes() if name)

    def nodes(self):
        """Every control as (role, name, node), top down."""
        found = []

        def visit(node, depth):
            try:
                found.append((node.get_role_name(), node.get_name() or "", node))
                for at in range(node.get_child_count() if depth < 60 else 0):
                    child = node.get_child_at_index(at)
                    if child is not None:
                        visit(child, depth + 1)
            except gi.repository.GLib.Error:
                pass  # a control that went away while it was looked at

        desktop = Atspi.get_desktop(0)
        for at in range(desktop.get_child_count()):
            program = desktop.get_child_at_index(at)
            if program is not None:
                visit(program, 0)
        return found

    def find(self, name, roles=None):
        """The first control of this name, letter case aside: one hears no difference."""
        fits = (node for role, text, node in self.nodes() if text.lower() == name.lower() and role in (roles or [role]))
        return next(fits, None)

    def texts(self):
        """Everything that a screen reader would speak, as one text."""
        spoken = []
        for role, name, node in self.nodes():
            spoken.append(name)
            try:
                if node.get_text_iface():
                    spoken.append(Atspi.Text.get_text(node, 0, -1))
            except gi.repository.GLib.Error:
                pass
        return "\n".join(spoken)

    def says(self, words, seconds=15):
        """Waits until the window says these words."""
        self.until(lambda: words in self.texts(), f"nothing says {words!r}", seconds)

    def press(self, name, roles=BUTTONS):
        """Presses the button of this name, where several have it the first of these roles."""
        node = self.until(lambda: self.find(name, roles), f"no button {name!r}")
        assert Atspi.Action.do_action(node, 0), f"{name!r} refused to be pressed"

    def choose(self, name, choice):
        """Opens the list of this name and takes the choice that begins so."""
        node = self.until(lambda: self.find(name, ("combo box",)), f"no list {name!r}")
        assert Atspi.Action.do_action(node, 0), f"{name!r} refused to open"
        items = ("menu item", "radio menu item", "check menu item", "radio button", "list item")

        def item():
            fits = (at for role, text, at in self.nodes() if role in items and text.startswith(choice))
            return next(fits, None)

        assert Atspi.Action.do_action(self.until(item, f"no choice {choice!r} in {name!r}"), 0)
        self.until(lambda: item() is None, f"{name!r} stays open")

    def value(self, name):
        """What a field holds, as far as it is spoken."""
        node = self.until(lambda: self.find(name, FIELDS), f"no field {name!r}")
        return Atspi.Text.get_text(node, 0, -1)

    def type(self, name, text):
        """Replaces what a field holds, by the keyboard."""
        node = self.until(lambda: self.find(name, FIELDS), f"no field {name!r}")
        assert Atspi.Component.grab_focus(node), f"{name!r} refused the focus"
        self.until(lambda: node.get_state_set().contains(Atspi.StateType.FOCUSED), f"{name!r} did not get the focus")
        self.keys("ctrl+a")
        self.run("xdotool", "type", "--window", self.id, "--delay", "5", text)

    def keys(self, *keys):
        """Presses keys or chords, one after another."""
        self.run("xdotool", "windowfocus", "--sync", self.id)
        self.run("xdotool", "key", "--clearmodifiers", *keys)

    def geometry(self):
        """x, y, width and height on the screen."""
        said = dict(line.split("=") for line in self.run("xdotool", "getwindowgeometry", "--shell", self.id).split())
        return [int(said[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")]

    def resize(self, width, height):
        """Gives the window another size and waits until it has it."""
        self.run("xdotool", "windowmove", self.id, "20", "40")
        self.run("xdotool", "windowsize", self.id, str(width), str(height))
        self.run("xdotool", "mousemove", "100000", "100000")  # into the corner: nothing is pointed at
        self.until(lambda: self.geometry()[2:] == [width, height], f"the window is not {width}x{height}: {self.geometry()}")
        time.sleep(0.5)  # the picture is taken from outside: nothing tells when the last frame is on the screen

    def picture(self, path):
        """Takes a picture of the window as it is on the screen."""
        path = pathlib.Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self.run("scrot", "-a", ",".join(map(str, self.geometry())), str(path))
        return path


def clipboard():
    """What lies in the clipboard."""
    asked = ["xclip", "-o", "-selection", "clipboard"]
    return subprocess.run(asked, capture_output=True, text=True, timeout=10).stdout
