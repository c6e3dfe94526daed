using System.Globalization;
using System.Runtime.CompilerServices;
using Mihari.Storage.Azure;
using Orleans.Runtime;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Mihari.Storage.GrainState;

/// <summary>
/// Orleans' grain storage on an Azure table, and blobs for what a row does not take. A write is durable when its task
/// completes; the ETag fences out a second activation of the grain on another silo.
/// </summary>
internal sealed class AzureTableGrainStorage(StateRows rows, AzureCalls calls, IGrainStorageSerializer serializer, IActivatorProvider activators)
    : IGrainStorage, IGrainStateIndex
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var stored = await calls.Run("state.read", () => rows.Find(stateName, grainId, cancellationToken), cancellationToken);
        if (stored is not var (etag, payload))
        {
            Forget(grainState);
            return;
        }

        grainState.State = serializer.Deserialize<T>(payload) ?? New<T>();
        grainState.ETag = etag;
        grainState.RecordExists = true;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var payload = serializer.Serialize(grainState.State).ToMemory();
        var held = grainState.ETag;
        grainState.ETag = await calls.Run("state.write", () => rows.Store(stateName, grainId, held, payload, cancellationToken), cancellationToken);
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var held = grainState.ETag;
        await calls.Run("state.clear", () => rows.Remove(stateName, grainId, held, cancellationToken), cancellationToken);
        Forget(grainState);
    }

    public async IAsyncEnumerable<string> Keys(string stateName, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        await foreach (var grain in rows.Grains(stateName, cancel))
            yield return GrainId.Parse(grain, CultureInfo.InvariantCulture).Key.ToString()!;
    }

    /// <summary>Orleans' activators make objects without calling a constructor where need be, but neither strings nor arrays.</summary>
    private T? New<T>() =>
        typeof(T) == typeof(string) || typeof(T).IsArray || typeof(T).IsAbstract ? default : activators.GetActivator<T>().Create();

    private void Forget<T>(IGrainState<T> grainState)
    {
        grainState.State = New<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }
}
