namespace Mihari.Storage;

/// <summary>
/// The data folder cannot be used. <see cref="Exception.Message"/> is one line for the person who starts the program:
/// which folder, what is wrong, and what to do.
/// </summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
