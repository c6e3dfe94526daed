using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mihari.Tests.Silo.Hosts;

internal sealed record LogLine(LogLevel Level, int Id, string Category, string Text, Exception? Exception);

/// <summary>What the host logged.</summary>
internal sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyList<LogLine> All => [.. _lines];

    /// <summary>Lines of the gateway with this event id that speak of this device.</summary>
    public IReadOnlyList<LogLine> About(TestDevice device, int id) => [.. _lines.Where(line => line.Id == id && line.Text.Contains(device.Name, StringComparison.Ordinal))];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(LogLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (category.StartsWith("Mihari", StringComparison.Ordinal) || logLevel >= LogLevel.Warning)
                lines._lines.Enqueue(new LogLine(logLevel, eventId.Id, category, formatter(state, exception), exception));
        }
    }
}
