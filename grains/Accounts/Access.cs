using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;

namespace Mihari.Grains.Accounts;

/// <summary>Who may do what (design, rule 7; manual 1.2). Someone else's id is refused exactly like an unknown one.</summary>
internal static class Access
{
    /// <summary>Lets the customer's own accounts and Support pass.</summary>
    /// <exception cref="UnknownIdException">There is no owner (the thing does not exist), or it is another customer.</exception>
    public static void Read(Caller by, CustomerId? owner, string what, string id)
    {
        if (owner is null || (by.Role != Role.Support && by.Customer != owner))
        {
            throw new UnknownIdException(what, id);
        }
    }

    /// <summary>Lets the customer's administrator and Support pass.</summary>
    /// <exception cref="UnknownIdException">As in <see cref="Read"/>.</exception>
    /// <exception cref="NotPermittedException">The role is too low.</exception>
    public static void Manage(Caller by, CustomerId? owner, string what, string id)
    {
        Read(by, owner, what, id);
        if (by.Role is not (Role.Administrator or Role.Support))
        {
            throw new NotPermittedException($"change {what}");
        }
    }

    /// <summary>Lets Support pass.</summary>
    /// <exception cref="NotPermittedException">The caller is not Support.</exception>
    public static void Support(Caller by, string action)
    {
        if (by.Role != Role.Support)
        {
            throw new NotPermittedException(action);
        }
    }
}
