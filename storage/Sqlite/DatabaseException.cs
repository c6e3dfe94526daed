namespace Mihari.Storage.Sqlite;

/// <summary>SQLite refused; <see cref="Code"/> is its extended result code.</summary>
public sealed class DatabaseException(int code, string message) : Exception(message)
{
    private const int Full = 13;

    /// <summary>SQLite's extended result code.</summary>
    public int Code { get; } = code;

    /// <summary>The disk is full.</summary>
    public bool NoSpace => (Code & 0xff) == Full;
}
