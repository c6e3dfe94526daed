using Orleans.Runtime;

namespace Mihari.Storage;

/// <summary>
/// The storage cannot be used. <see cref="Exception.Message"/> is one line: at start for the person who starts the program,
/// with the folder or the configuration key, what is wrong and what to do; later, of a storage on the network, what was tried and how it ended.
/// It passes from silos to web nodes, to which it is a failure of the cluster as others are.
/// </summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : OrleansException(message, inner!);
