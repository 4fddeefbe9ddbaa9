"""The ways between the screens, proven: the goal is reached, nothing is a trap, nothing stands where nobody comes."""

from app.courses.domain.diagnostics import Reporter
from app.quiz.domain.simulation.screens import SENDERS, Screen, Simulation

FEWEST_PRESSES = 2


def judge_simulation(simulation: Simulation, line: int, reporter: Reporter) -> None:
    """`line` opens the block. Every arrow of the simulation leads to one of its screens."""
    if simulation.screens[0].is_dialog:
        message = "Màn hình đầu tiên không thể là hộp thoại, vì bên dưới chưa có gì. Thêm một màn hình trước nó."
        reporter.error(simulation.screens[0].line, "bad-heading", message)
    if _judge_goal(simulation, reporter):
        _judge_ways(simulation, reporter)
        _judge_short_path(simulation, line, reporter)


def _judge_goal(simulation: Simulation, reporter: Reporter) -> bool:
    goal = simulation.by_id[simulation.goal]
    if any(control.is_pressable or control.is_entry for control in goal.controls):
        message = (
            f"“{goal.name}” là màn hình kết thúc nên không có gì để bấm. "
            "Thêm một màn hình cuối chỉ có chữ: ### Xong, và dẫn đường đúng tới đó."
        )
        reporter.error(goal.line, "bad-goal", message)
        return False
    turns = [c for screen in simulation.screens for c in screen.controls if c.goes_to == goal.id and not c.is_step]
    for turn in turns[:1]:
        message = f"Lối rẽ nhầm không được dẫn tới màn hình kết thúc “{goal.name}”. Xóa lời nhắc, hoặc đổi mũi tên."
        reporter.error(turn.line, "wrong-turn-to-goal", message)
    return not turns


def _judge_ways(simulation: Simulation, reporter: Reporter) -> None:
    for screen in simulation.screens:
        if screen.id not in simulation.reachable and screen.id != simulation.goal:
            message = (
                f"Không nút nào dẫn tới màn hình “{screen.name}”. Thêm -> {screen.name} ở một nút, hoặc xóa màn hình."
            )
            reporter.error(screen.line, "unreachable-screen", message)
    if simulation.start not in simulation.distances:
        _report_no_path(simulation, reporter)
        return
    for screen in _dead_ends(simulation):
        message = (
            f"Từ “{screen.name}” không có đường đúng đi tiếp. Thêm -> ở một nút. "
            f"Nếu đây là lối rẽ nhầm thì thêm lời nhắc > dưới nút ở dòng {_way_in(simulation, screen)}."
        )
        reporter.error(screen.line, "dead-end", message)
    for control in (control for screen in simulation.screens for control in screen.steps):
        if control.id in simulation.detours and not control.free:
            message = (
                f"Đi theo **{control.name}** thì phải quay lại đúng màn hình này mới tới đích. Nếu là bấm nhầm thì thêm "
                "lời nhắc > ở dưới. Nếu xem qua cũng được thì ghi (tùy bác) ở cuối dòng."
            )
            reporter.error(control.line, "detour", message)


def _report_no_path(simulation: Simulation, reporter: Reporter) -> None:
    """Where the right path stops: at an arrow that a remark made a wrong turn, or at a screen."""
    goal = simulation.by_id[simulation.goal]
    missing = f"Chưa có đường đúng từ màn hình đầu tới “{goal.name}”."
    ends = [screen for screen in _dead_ends(simulation) if not screen.steps]
    for control in (control for screen in ends for control in screen.controls):
        if control.goes_to in simulation.distances:
            message = f"{missing} Mũi tên này có lời nhắc nên là lối rẽ nhầm; nếu là đường đúng thì xóa lời nhắc."
            reporter.error(control.line, "no-right-path", message)
            return
    for screen in ends[:1]:
        message = f"{missing} Đường dừng ở “{screen.name}”. Thêm mũi tên -> ở nút đúng của màn hình này."
        reporter.error(screen.line, "no-right-path", message)
        return
    message = f"{missing} Các mũi tên đang đi vòng tròn. Thêm -> {goal.name} ở nút đúng cuối cùng."
    reporter.error(goal.line, "no-right-path", message)


def _dead_ends(simulation: Simulation) -> list[Screen]:
    """Where right steps lead from which none leads on: a wrong turn may end so, since one comes back from it."""
    stepped = {control.goes_to for s in simulation.screens if s.id in simulation.reachable for control in s.steps}
    stepped.add(simulation.start)
    lost = [screen for screen in simulation.screens if screen.id in stepped and screen.id not in simulation.distances]
    return [screen for screen in lost if not screen.steps] or lost[:1]


def _way_in(simulation: Simulation, screen: Screen) -> int:
    steps = (control for other in simulation.screens for control in other.steps if control.goes_to == screen.id)
    return next((control.line for control in steps), screen.line)


def _judge_short_path(simulation: Simulation, line: int, reporter: Reporter) -> None:
    if simulation.start in simulation.distances and _fewest_presses(simulation) < FEWEST_PRESSES:
        message = "Đường đúng ngắn quá, chỉ một lần bấm là xong. Một tập bấm cần ít nhất hai lần bấm."
        reporter.error(line, "short-path", message)


def _fewest_presses(simulation: Simulation) -> int:
    """Along the shortest way: the steps, and what has to be filled before them."""
    presses = 0
    for screen_id in simulation.way_from(simulation.start)[:-1]:
        screen = simulation.by_id[screen_id]
        step = simulation.next_step(screen)
        if step is not None:
            presses += step.presses if step.is_entry else 1
            presses += len(screen.wanted) if step.kind in SENDERS else 0
    return presses
