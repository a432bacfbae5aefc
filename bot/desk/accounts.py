"""Accounts of the desk: hashed passwords (argon2), two roles, a lock after repeated failures.

`python -m bot.desk.accounts add <name> --role supervisor` makes the first account; the password is read from
HUIQI_DESK_PASSWORD or asked for.

    AccountError
    ├── BadAccount     a name, password or role that cannot be used
    ├── UnknownAgent   no account has this name
    ├── WrongPassword  name or password is wrong, or the account is disabled (which of them is not told)
    └── AccountLocked  too many failures; `.seconds` until the next try
"""

from __future__ import annotations

import argparse
import getpass
import re
import sqlite3
import sys
from dataclasses import dataclass
from typing import Literal, cast, get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.clock import Clock
from bot.desk.audit import Audit
from bot.desk.store import DeskStore
from bot.settings import Settings

Role = Literal["agent", "supervisor"]
ROLES: tuple[str, ...] = get_args(Role)
SHORTEST_PASSWORD = 10
#: argon2id as OWASP recommends for servers that do other work besides: 19 MiB, two passes, one lane
_MEMORY_KIB, _PASSES, _LANES = 19456, 2, 1
_LONGEST_PASSWORD = 128
_LONGEST_NAME = 32
_NAME = re.compile(rf"[\w.-]{{2,{_LONGEST_NAME}}}")
_LONGEST_DISPLAY = 32


class AccountError(Exception):
    """Base of this module's errors."""


class BadAccount(AccountError):
    """A name, password or role that cannot be used; the message (中文) says why."""


class UnknownAgent(AccountError):
    """No account has this name."""


class WrongPassword(AccountError):
    """Name or password is wrong, or the account is disabled."""


class AccountLocked(AccountError):
    """Too many failures in a row."""

    def __init__(self, seconds: float):
        super().__init__(f"locked for {seconds:.0f} s")
        self.seconds = seconds


@dataclass(frozen=True)
class Agent:
    """A person at the desk: `name` signs in, `display` is shown."""

    name: str
    display: str
    role: Role
    disabled: bool = False

    @property
    def supervises(self) -> bool:
        return self.role == "supervisor"


class Accounts:
    """The accounts in the desk's store. Verifying takes some 50 ms of computing on purpose: call it off the event loop."""

    def __init__(self, store: DeskStore, clock: Clock, most_failures: int, lock_minutes: int):
        self._store = store
        self._clock = clock
        self._most_failures = most_failures
        self._lock_seconds = lock_minutes * 60
        self._hasher = PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES)
        # unknown names are checked against this, so that they take as long as known ones
        self._nobody = self._hasher.hash("nobody has this password")

    def add(self, name: str, password: str, role: str, display: str = "") -> Agent:
        """A new account. Raises BadAccount."""
        if not _NAME.fullmatch(name):
            raise BadAccount("账号应为 2 至 32 位的字母、数字、汉字、点或横线。")
        if role not in ROLES:
            raise BadAccount(f"角色应为 {' 或 '.join(ROLES)}。")
        _check_password(name, password)
        agent = Agent(name, (display.strip() or name)[:_LONGEST_DISPLAY], cast(Role, role))
        try:
            with self._store.change() as db:
                db.execute("insert into agents values (?, ?, ?, ?, 0, ?)",
                           (name, agent.display, role, self._hasher.hash(password), self._clock.now()))
        except sqlite3.IntegrityError:
            raise BadAccount(f"账号 {name} 已存在。") from None
        return agent

    def get(self, name: str) -> Agent | None:
        """The account, or None."""
        row = self._store.row("select * from agents where name = ?", name)
        return _agent(row) if row else None

    def all(self) -> list[tuple[Agent, float]]:
        """Every account with the seconds for which it is still locked (0: not)."""
        return [(_agent(row), self._locked_for(row["name"])) for row in self._store.rows("select * from agents order by name")]

    def authenticate(self, name: str, password: str) -> Agent:
        """The agent whose password this is. Raises AccountLocked (also for the right password), WrongPassword."""
        name = name[:_LONGEST_NAME]
        if wait := self._locked_for(name):
            raise AccountLocked(wait)
        row = self._store.row("select * from agents where name = ?", name)
        if not self._fits(row["password"] if row else self._nobody, password) or row is None or row["disabled"]:
            self._count_failure(name)
            raise WrongPassword(name)
        self.unlock(name)
        return _agent(row)

    def set_password(self, name: str, password: str) -> None:
        """Replace the password and end the account's sessions. Raises UnknownAgent, BadAccount."""
        _check_password(name, password)
        self._change(name, "update agents set password = ? where name = ?", self._hasher.hash(password), name)

    def set_disabled(self, name: str, disabled: bool) -> None:
        """Close or reopen an account; its sessions end. Raises UnknownAgent."""
        self._change(name, "update agents set disabled = ? where name = ?", int(disabled), name)

    def unlock(self, name: str) -> None:
        """Forget the failures."""
        with self._store.change() as db:
            db.execute("delete from failures where name = ?", (name,))

    def _change(self, name: str, sql: str, *values: object) -> None:
        with self._store.change() as db:
            if not db.execute(sql, values).rowcount:
                raise UnknownAgent(name)
            db.execute("delete from sessions where agent = ?", (name,))

    def _fits(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password[:_LONGEST_PASSWORD + 1])
        except (VerificationError, InvalidHashError):
            return False

    def _locked_for(self, name: str) -> float:
        row = self._store.row("select count, last_at from failures where name = ?", name)
        if row is None or row["count"] < self._most_failures:
            return 0.0
        return max(0.0, row["last_at"] + self._lock_seconds - self._clock.now())

    def _count_failure(self, name: str) -> None:
        now = self._clock.now()
        with self._store.change() as db:
            db.execute("delete from failures where last_at < ?", (now - self._lock_seconds,))
            db.execute("insert into failures values (?, 1, ?) on conflict do update set count = count + 1, last_at = ?",
                       (name, now, now))


def _agent(row: sqlite3.Row) -> Agent:
    return Agent(row["name"], row["display"], row["role"], bool(row["disabled"]))


def _check_password(name: str, password: str) -> None:
    if not SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
        raise BadAccount(f"密码应为 {SHORTEST_PASSWORD} 至 {_LONGEST_PASSWORD} 位。")
    if name.lower() in password.lower():
        raise BadAccount("密码不能包含账号。")


def open_accounts(settings: Settings, store: DeskStore, clock: Clock) -> Accounts:
    """Accounts with the limits of the settings."""
    return Accounts(store, clock, settings.desk_login_failures, settings.desk_lock_minutes)


def main(arguments: list[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bot.desk.accounts", description="坐席台账号")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in ("add", "password", "disable", "enable", "unlock"):
        line = commands.add_parser(command)
        line.add_argument("name")
        if command == "add":
            line.add_argument("--role", choices=ROLES, default="agent")
            line.add_argument("--display", default="", help="显示的姓名")
    commands.add_parser("list")
    given = parser.parse_args(arguments)
    settings = Settings.from_environment()
    clock = Clock(settings.today)
    store = DeskStore(settings.var / "desk.db")
    try:
        _run(given, open_accounts(settings, store, clock), settings)
    except UnknownAgent as error:
        print(f"没有账号 {error}", file=sys.stderr)
        return 1
    except BadAccount as error:
        print(error, file=sys.stderr)
        return 1
    Audit(store, clock).record("command line", f"account_{given.command}", getattr(given, "name", ""))
    return 0


def _run(given: argparse.Namespace, accounts: Accounts, settings: Settings) -> None:
    if given.command == "list":
        for agent, locked in accounts.all():
            print(agent.name, agent.display, agent.role, "停用" if agent.disabled else "锁定" if locked else "正常", sep="\t")
        return
    if given.command == "add":
        accounts.add(given.name, _password(settings), given.role, given.display)
    elif given.command == "password":
        accounts.set_password(given.name, _password(settings))
    elif given.command == "unlock":
        accounts.unlock(given.name)
    else:
        accounts.set_disabled(given.name, given.command == "disable")
    print("完成")


def _password(settings: Settings) -> str:
    if settings.desk_password:
        return settings.desk_password
    return getpass.getpass("密码：") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


if __name__ == "__main__":
    sys.exit(main())
