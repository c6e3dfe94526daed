namespace Mihari.Storage.GrainState;

/// <summary>A grain's state as it is stored, in either profile: name and grain id are the key, the payload is JSON.</summary>
internal sealed record StoredState(string State, string Grain, ReadOnlyMemory<byte> Payload);
