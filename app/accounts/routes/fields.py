"""What the forms of this feature have in common."""

from pydantic import AfterValidator, BaseModel, ConfigDict


class Fields(BaseModel):
    """Errors come by the names of our fields, which the pages know, not by those of the HTML form."""

    model_config = ConfigDict(loc_by_alias=False)


def required(message: str) -> AfterValidator:
    """Something was typed."""

    def is_typed(value: str) -> str:
        if not value:
            raise ValueError(message)
        return value

    return AfterValidator(is_typed)
