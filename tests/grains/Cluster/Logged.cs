using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mihari.Tests.Grains.Cluster;

/// <summary>How often each event was logged by the silo.</summary>
public sealed class Logged : ILoggerProvider, ILogger
{
    private readonly ConcurrentDictionary<int, int> _counts = new();

    public int Count(int eventId) => _counts.GetValueOrDefault(eventId);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            _counts.AddOrUpdate(eventId.Id, 1, (_, count) => count + 1);
    }

    public void Dispose()
    {
    }
}
