"""Ways in that take a hand, in the real window: an authenticator app set up from a QR code that a reader of such codes
reads off the picture, a device remembered in place of the code, a look at the account. Pictures are kept under target/desktop.
"""

import subprocess
import sys

sys.dont_write_bytecode = True
from screen_reader import Window, clipboard  # noqa: E402
from walk import PICTURES, step  # noqa: E402


def read_code(picture):
    """What a QR reader finds in a picture."""
    ran = subprocess.run(["zbarimg", "--quiet", "--raw", picture], capture_output=True, text=True, timeout=60)
    return ran.stdout.strip()


def is_read(picture, secret):
    """True when the code in a picture is the one of this secret."""
    seen = read_code(picture)
    return seen.startswith("otpauth://totp/") and f"secret={secret}&" in seen


def set_an_app_up(window):
    window.choose("Username", "shafi")
    window.keys("F5")
    window.choose("Second factor", "SOFTWARE_TOKEN_MFA")
    window.press("Answer")
    window.says("Put this secret into an authenticator app")
    window.press("Copy the secret")
    window.until(lambda: len(clipboard()) == 52, f"no secret in the clipboard: {len(clipboard())} characters")
    secret = clipboard()
    for theme in ("dark", "light"):
        for width, height in [(900, 600), (1600, 1000)]:
            window.resize(width, height)
            picture = PICTURES / f"qr-{theme}-{width}x{height}.png"
            window.until(lambda: is_read(window.picture(picture), secret), f"{picture} cannot be scanned")
        window.keys("ctrl+t")
    window.resize(1440, 900)
    window.press("Fill in the code")
    window.press("Answer")
    window.until(lambda: window.find("Copy all"), "no keys came", 30)


def remember_a_device(window):
    window.choose("Username", "margaret")
    window.keys("F5")
    window.says("Cognito asks for a code from the authenticator app", 30)
    if not window.find("Copy the code of margaret, Authenticator app"):
        window.press("Practice inbox")
    window.press("Copy the code of margaret, Authenticator app")
    window.until(lambda: clipboard().isdecimal(), "no code in the clipboard")
    window.type("Code from the authenticator app", clipboard())
    window.press("Answer")
    window.says("UpdateDeviceStatus", 30)
    window.until(lambda: window.find("Copy all"), "no keys came", 30)
    window.keys("F5")
    # Nobody is asked: the device answers in two steps, and the keys come.
    window.says("Step 4, RespondToAuthChallenge, done", 30)
    window.says("Step 7, GetCallerIdentity, done", 30)
    window.picture(PICTURES / "device.png")


def look_at_the_account(window):
    window.press("Account…")
    window.press("Show the user")
    window.says("What the pool knows of margaret", 30)
    window.picture(PICTURES / "account.png")


def ways(program):
    process = subprocess.Popen([program], stdin=subprocess.DEVNULL)
    try:
        window = Window(process, "Poolwalk")
        window.says("nothing leaves this computer")
        window.resize(1440, 900)
        step("an authenticator app is set up from a code that can be scanned")
        set_an_app_up(window)
        step("a remembered device stands in for the code")
        remember_a_device(window)
        step("who is signed in is shown")
        look_at_the_account(window)
        window.keys("ctrl+q")
        assert process.wait(15) == 0, f"ended with {process.returncode}"
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    step("done")


if __name__ == "__main__":
    ways(sys.argv[1])
