"""The signed-in person."""

from api.core.deps import OrgContext
from api.core.record import record
from api.repositories.user import UserRepository
from api.schemas.user import User, UserUpdate


async def get(ctx: OrgContext) -> User:
    assert ctx.user_id is not None
    return User.model_validate(await UserRepository(ctx.session).get(ctx.user_id))


async def update(ctx: OrgContext, data: UserUpdate) -> User:
    assert ctx.user_id is not None
    users = UserRepository(ctx.session)
    row = await users.lock(ctx.user_id)
    wanted = data.model_dump(exclude_unset=True)
    user = User.model_validate(row | wanted)
    await users.update(user.id, full_name=user.full_name, locale=user.locale)
    await record(
        ctx, action="user.updated", entity_type="user", entity_id=user.id,
        changes={name: [row[name], value] for name, value in wanted.items() if row[name] != value},
        data={"full_name": user.full_name},
    )  # fmt: skip
    return user
