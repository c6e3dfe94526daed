using Mihari.Accounts;

namespace Mihari.Fleet;

/// <summary>Lists of a customer's cameras that leave the portal as files; key: the customer's id.</summary>
[Alias("Mihari.IFleetExports")]
public interface IFleetExports : IGrainWithStringKey
{
    /// <summary>Notes in the audit trail that the caller takes a list along; durable when the task completes. Repeating it notes it again.</summary>
    /// <param name="by">Who takes it.</param>
    /// <param name="filter">What it was filtered by, as in the address of the page; empty: nothing. At most 1,000 characters.</param>
    /// <param name="cameras">How many cameras it lists, 0 or more.</param>
    /// <exception cref="Refusals.UnknownIdException">There is no such customer, or it is not the caller's.</exception>
    /// <exception cref="Refusals.InvalidInputException">The filter or the number can't be.</exception>
    [Alias("Note")]
    Task Note(Caller by, string filter, int cameras);
}
