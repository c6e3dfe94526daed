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

/// <summary>A value breaks a rule.</summary>
[GenerateSerializer, Alias("Mihari.InvalidInputException")]
public sealed class InvalidInputException(string field, string rule) : RefusalException($"{field}: {rule}")
{
    /// <summary>The field, as the message that carried it names it.</summary>
    [Id(0)]
    public string Field { get; } = field;

    /// <summary>The rule it breaks, as a sentence.</summary>
    [Id(1)]
    public string Rule { get; } = rule;
}

/// <summary>What was asked for contradicts what is already there.</summary>
[GenerateSerializer, Alias("Mihari.ConflictException")]
public sealed class ConflictException(string field, string rule) : RefusalException($"{field}: {rule}")
{
    /// <summary>The field that clashes.</summary>
    [Id(0)]
    public string Field { get; } = field;

    /// <summary>With what it clashes, as a sentence.</summary>
    [Id(1)]
    public string Rule { get; } = rule;
}
