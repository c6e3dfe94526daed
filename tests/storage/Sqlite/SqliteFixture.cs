using Mihari.Tests.Storage.CrashWriter;

namespace Mihari.Tests.Storage.Sqlite;

/// <summary>An embedded storage in a fresh folder.</summary>
internal sealed class SqliteFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SqliteFixture() => Storage = new EmbeddedStorage(_folder.Path);

    public EmbeddedStorage Storage { get; }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        _folder.Dispose();
    }
}
