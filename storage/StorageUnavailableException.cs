namespace Mihari.Storage;

/// <summary>
/// The storage cannot be used. <see cref="Exception.Message"/> is one line: at start for the person who starts the program,
/// with the folder or the configuration key, what is wrong and what to do; later, of a storage on the network, what was tried and how it ended.
/// </summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
