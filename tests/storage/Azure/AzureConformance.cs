using Mihari.Media;
using Mihari.Storage.GrainState;
using Mihari.Tests.Storage.Conformance;
using Mihari.Timeline;
using Orleans.Storage;

namespace Mihari.Tests.Storage.Azure;

[Collection(AzuriteCollection.Name)]
[Trait("Category", "Slow")]
public sealed class AzureTableGrainStorageTests(AzuriteProcess azurite) : GrainStorageConformance, IAsyncLifetime
{
    private AzureFixture _fixture = null!;

    protected override IGrainStorage Storage => _fixture.GrainStorage;

    protected override IGrainStateIndex Index => _fixture.GrainStorage;

    public async Task InitializeAsync() => _fixture = await AzureFixture.Open(azurite.Options());

    public async Task DisposeAsync() => await _fixture.DisposeAsync();
}

[Collection(AzuriteCollection.Name)]
[Trait("Category", "Slow")]
public sealed class AzureTableTimelineTests(AzuriteProcess azurite) : TimelineConformance, IAsyncLifetime
{
    private AzureFixture _fixture = null!;

    protected override ITimeline Timeline => _fixture.Timeline;

    public async Task InitializeAsync() => _fixture = await AzureFixture.Open(azurite.Options());

    public async Task DisposeAsync() => await _fixture.DisposeAsync();
}

[Collection(AzuriteCollection.Name)]
[Trait("Category", "Slow")]
public sealed class AzureBlobMediaStoreTests(AzuriteProcess azurite) : MediaStoreConformance, IAsyncLifetime
{
    private AzureFixture _fixture = null!;

    protected override IMediaStore Store => _fixture.Media;

    public async Task InitializeAsync() => _fixture = await AzureFixture.Open(azurite.Options());

    public async Task DisposeAsync() => await _fixture.DisposeAsync();
}
