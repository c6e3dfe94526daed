namespace Mihari.Storage.GrainState;

/// <summary>Which grains have stored a state; for the few jobs that must visit all of a kind.</summary>
public interface IGrainStateIndex
{
    /// <summary>
    /// Streams the keys (<see cref="Orleans.Runtime.GrainId.Key"/>) of all grains that have a state of this name, in no
    /// promised order. A grain that stores or clears meanwhile may or may not be among them; no key comes twice.
    /// </summary>
    /// <param name="stateName">As given to <c>[PersistentState]</c>.</param>
    /// <param name="cancel">Ends the stream.</param>
    IAsyncEnumerable<string> Keys(string stateName, CancellationToken cancel = default);
}
