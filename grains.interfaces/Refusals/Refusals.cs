namespace Mihari.Refusals;

/// <summary>A request that was understood and refused; nothing was written.</summary>
[GenerateSerializer, Alias("Mihari.RefusalException")]
public abstract class RefusalException(string message) : Exception(message);

/// <summary>There is no such thing, or it is not the caller's: the two can't be told apart (design, rule 7).</summary>
[GenerateSerializer, Alias("Mihari.UnknownIdException")]
public sealed class UnknownIdException(string what, string id) : RefusalException($"no such {what}")
{
    /// <summary>The kind of thing asked for: <c>building</c>, <c>camera</c>, …</summary>
    [Id(0)]
    public string What { get; } = what;

    /// <summary>The id asked for.</summary>
    [Id(1)]
    public string AskedFor { get; } = id;
}

/// <summary>The caller's role does not allow it (manual 1.2, table of roles).</summary>
[GenerateSerializer, Alias("Mihari.NotPermittedException")]
public sealed class NotPermittedException(string action) : RefusalException($"not permitted: {action}")
{
    /// <summary>What was tried.</summary>
    [Id(0)]
    public string Action { get; } = action;
}

/// <summary>What the customer has booked does not hold it (<see cref="Customers.ServicePlan"/>).</summary>
[GenerateSerializer, Alias("Mihari.NotInPlanException")]
public sealed class NotInPlanException(string what) : RefusalException($"not in the customer's plan: {what}")
{
    /// <summary>What was asked for.</summary>
    [Id(0)]
    public string What { get; } = what;
}

/// <summary>The rule that a value breaks, for who tells it in another language.</summary>
public enum InputProblem
{
    /// <summary>None of the others: the sentence alone tells it.</summary>
    Other = 0,

    /// <summary>Too short or too long; detail: <c>min-max</c>.</summary>
    Length = 1,

    /// <summary>Control characters or direction marks in a name.</summary>
    Characters = 2,

    /// <summary>Not an e-mail address; detail: an <see cref="EmailProblem"/>, or null.</summary>
    Email = 3,

    /// <summary>A character that passwords don't have; detail: the character.</summary>
    PasswordCharacter = 4,

    /// <summary>The new value is the old one.</summary>
    Unchanged = 5,

    /// <summary>Not one of those that are offered.</summary>
    Choice = 6,

    /// <summary>Out of its range; detail: <c>min-max</c>.</summary>
    Range = 7,

    /// <summary>Not a MAC address.</summary>
    MacAddress = 8,

    /// <summary>Not an address of a web server.</summary>
    Address = 9,
}

/// <summary>A value breaks a rule.</summary>
[GenerateSerializer, Alias("Mihari.InvalidInputException")]
public sealed class InvalidInputException(string field, string rule, InputProblem problem = InputProblem.Other, string? detail = null)
    : RefusalException($"{field}: {rule}")
{
    /// <summary>The field, as the message that carried it names it.</summary>
    [Id(0)]
    public string Field { get; } = field;

    /// <summary>The rule it breaks, as a sentence.</summary>
    [Id(1)]
    public string Rule { get; } = rule;

    /// <summary>The rule it breaks.</summary>
    [Id(2)]
    public InputProblem Problem { get; } = problem;

    /// <summary>What belongs to the rule; see there.</summary>
    [Id(3)]
    public string? Detail { get; } = detail;
}

/// <summary>With what a request clashes, for who tells it in another language.</summary>
public enum Clash
{
    /// <summary>None of the others: the sentence alone tells it.</summary>
    Other = 0,

    /// <summary>Somebody else has it: an address, an id.</summary>
    Taken = 1,

    /// <summary>It was changed since it was read; detail: what it is now.</summary>
    ChangedMeanwhile = 2,

    /// <summary>The contract has a room already.</summary>
    HasRoom = 3,

    /// <summary>The device stands in a room already.</summary>
    StandsElsewhere = 4,

    /// <summary>There are as many as there may be; detail: how many.</summary>
    Full = 5,

    /// <summary>It was deleted.</summary>
    Deleted = 6,

    /// <summary>It was done a moment ago; detail: the minutes in between.</summary>
    TooSoon = 7,
}

/// <summary>What was asked for contradicts what is already there.</summary>
[GenerateSerializer, Alias("Mihari.ConflictException")]
public sealed class ConflictException(string field, string rule, Clash clash = Clash.Other, string? detail = null)
    : RefusalException($"{field}: {rule}")
{
    /// <summary>The field that clashes.</summary>
    [Id(0)]
    public string Field { get; } = field;

    /// <summary>With what it clashes, as a sentence.</summary>
    [Id(1)]
    public string Rule { get; } = rule;

    /// <summary>With what it clashes.</summary>
    [Id(2)]
    public Clash Clash { get; } = clash;

    /// <summary>What belongs to the clash; see there.</summary>
    [Id(3)]
    public string? Detail { get; } = detail;
}
