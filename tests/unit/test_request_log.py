from api.core.organization_middleware import shown_path


def test_the_token_of_an_invite_stays_out_of_the_log() -> None:
    path = "/invites/token/01a20e42899073e785f754ee01d0c538.lXglOVpklMu61Ohf5dFixD6COrualULZ8tzDVh0qKD4"
    assert shown_path({"path": path}) == "/invites/token/{token}"
    assert shown_path({"path": f"{path}/accept"}) == "/invites/token/{token}/accept"


def test_other_paths_are_shown_as_they_are() -> None:
    path = "/clients/01a20e42-8990-73e7-85f7-54ee01d0c538"
    assert shown_path({"path": path}) == path
