using Mihari.Media;
using Mihari.Storage.GrainState;
using Mihari.Tests.Storage.Conformance;
using Mihari.Timeline;
using Orleans;
using Orleans.Storage;

namespace Mihari.Tests.Storage.Sqlite;

public sealed class SqliteGrainStorageTests : GrainStorageConformance, IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    protected override IGrainStorage Storage => _fixture.Storage.GrainStorage;

    protected override IGrainStateIndex Index => _fixture.Storage.GrainStorage;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _fixture.DisposeAsync();
}

public sealed class SqliteTimelineTests : TimelineConformance, IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    protected override ITimeline Timeline => _fixture.Storage.Timeline;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _fixture.DisposeAsync();
}

public sealed class SqliteReminderTableTests : ReminderTableConformance, IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    protected override IReminderTable Table => _fixture.Storage.Reminders;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _fixture.DisposeAsync();
}

public sealed class FileMediaStoreTests : MediaStoreConformance, IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    protected override IMediaStore Store => _fixture.Storage.Media;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _fixture.DisposeAsync();
}
