using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Grains.Accounts;

/// <summary>
/// Who may do what (design, rule 7), by the table of <see cref="Permissions"/>. Someone else's id is refused exactly like an
/// unknown one.
/// </summary>
internal static class Access
{
    /// <summary>The server itself, where one of its grains asks another what callers ask.</summary>
    public static readonly Caller Server = new(new AccountId("server"), null, Role.Support);

    /// <summary>Lets accounts of the owner, and Support, pass whose role has the permission.</summary>
    /// <exception cref="UnknownIdException">There is no owner (the thing does not exist), or it is another customer.</exception>
    /// <exception cref="NotPermittedException">The role is too low.</exception>
    public static void Demand(Caller by, Permission permission, CustomerId? owner, string what, string id)
    {
        if (owner is null || (by.Role != Role.Support && by.Customer != owner))
            throw new UnknownIdException(what, id);

        Demand(by, permission);
    }

    /// <summary>Lets those pass whose role has the permission, for what is no customer's.</summary>
    /// <exception cref="NotPermittedException">The role is too low.</exception>
    public static void Demand(Caller by, Permission permission)
    {
        if (!by.Role.Allows(permission))
            throw new NotPermittedException(permission.ToString());
    }
}
