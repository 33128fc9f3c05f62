//! What claims about the person mean: OpenID Connect's standard claims, which are attributes in Cognito.
//! Claims about the token are in the file beside this.

use super::Row;

pub(super) const PROFILE: &[Row] = &[
    (
        "name",
        "full name, from the profile",
        "the attribute of that name; the user or your app writes it",
        "greet the user",
    ),
    (
        "given_name",
        "first name, from the profile",
        "the attribute of that name; the user or your app writes it",
        "greet the user",
    ),
    (
        "family_name",
        "last name, from the profile",
        "the attribute of that name; the user or your app writes it",
        "sort or address by it",
    ),
    (
        "middle_name",
        "middle name, from the profile",
        "the attribute of that name; the user or your app writes it",
        "write the whole name",
    ),
    (
        "nickname",
        "casual name, from the profile",
        "the attribute of that name; the user or your app writes it",
        "greet the user",
    ),
    (
        "preferred_username",
        "the name the user likes to be shown by",
        "the attribute of that name; the user or your app writes it",
        "show it; it can be an alias to sign in by",
    ),
    (
        "profile",
        "web page about the user",
        "the attribute of that name; the user or your app writes it",
        "link to it",
    ),
    (
        "picture",
        "address of the user's picture",
        "the attribute of that name; the user or your app writes it",
        "show it",
    ),
    (
        "website",
        "the user's own web page",
        "the attribute of that name; the user or your app writes it",
        "link to it",
    ),
    (
        "email",
        "from the profile",
        "the attribute of that name; the user or your app writes it",
        "write to the user, once it is verified",
    ),
    (
        "email_verified",
        "whether the user showed that they can read this mail",
        "the user pool, or an administrator",
        "trust the mail address, or not",
    ),
    (
        "gender",
        "from the profile",
        "the attribute of that name; the user or your app writes it",
        "address the user",
    ),
    (
        "birthdate",
        "from the profile",
        "the attribute of that name; the user or your app writes it",
        "check an age, if you must",
    ),
    (
        "zoneinfo",
        "time zone, from the profile",
        "the attribute of that name; the user or your app writes it",
        "show times as the user reads them",
    ),
    (
        "locale",
        "language and country, from the profile",
        "the attribute of that name; the user or your app writes it",
        "speak the user's language",
    ),
    (
        "phone_number",
        "from the profile",
        "the attribute of that name; the user or your app writes it",
        "send messages, once it is verified",
    ),
    (
        "phone_number_verified",
        "whether the user showed that the phone is theirs",
        "the user pool, or an administrator",
        "trust the number, or not",
    ),
    (
        "address",
        "postal address, from the profile",
        "the attribute of that name; the user or your app writes it",
        "send things; Cognito keeps it as one text",
    ),
    (
        "formatted",
        "the whole address",
        "the attribute of that name; the user or your app writes it",
        "print it on a label",
    ),
    (
        "street_address",
        "street and number",
        "the attribute of that name; the user or your app writes it",
        "send things",
    ),
    ("locality", "city or town", "the attribute of that name; the user or your app writes it", "send things"),
    (
        "region",
        "state or province",
        "the attribute of that name; the user or your app writes it",
        "send things",
    ),
    (
        "postal_code",
        "postal code",
        "the attribute of that name; the user or your app writes it",
        "send things",
    ),
    ("country", "country", "the attribute of that name; the user or your app writes it", "send things"),
    ("updated_at", "when the profile last changed", "the user pool", "see whether your copy is old"),
];
