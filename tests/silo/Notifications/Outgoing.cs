using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Mihari.Notifications;
using Mihari.Silo.Notifications;
using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>What the transports need around them.</summary>
internal sealed class Outgoing : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly LoggerFactory _loggers;

    public Outgoing(TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        _loggers = new LoggerFactory([Log], new LoggerFilterOptions { MinLevel = LogLevel.Debug });
        Attempts = new Attempts(new NotificationInstruments(_services.GetRequiredService<IMeterFactory>()), Time, _loggers.CreateLogger<Attempts>());
        Mime = new MimeMail(Media, NullLogger<MimeMail>.Instance);
    }

    public TimeProvider Time { get; }

    public LogLines Log { get; } = new();

    public MemoryMedia Media { get; } = new();

    public Attempts Attempts { get; }

    public MimeMail Mime { get; }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public static Mail Mail(string to = "someone@example.com") => new(
        Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture),
        to,
        new DateTimeOffset(2026, 11, 22, 23, 30, 0, TimeSpan.Zero),
        "動きを検知しました",
        "玄関のカメラ",
        "<p>玄関のカメラ</p>",
        []);

    public MailTransport Mails(IMailCarrier carrier, MailOptions options) => new(carrier, Options.Create(options), Attempts, Time);

    public void Dispose()
    {
        _loggers.Dispose();
        _services.Dispose();
        Assert.Empty(Log.All.Where(line => line.Level >= LogLevel.Error).Select(line => line.Text));
    }
}
