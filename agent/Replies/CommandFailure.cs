namespace Mihari.Agent.Replies;

/// <summary>A command ends with an error; the code is one of the protocol's.</summary>
internal sealed class CommandFailedException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
