using System.ComponentModel.DataAnnotations;

namespace Mihari.Silo.Telemetry;

/// <summary>How the console log is written.</summary>
public enum LogFormat
{
    /// <summary>Lines for people.</summary>
    Text,

    /// <summary>One JSON object a line, times in UTC, with the ids of the trace that it belongs to.</summary>
    Json,
}

/// <summary>Traces and the form of the log (section <c>Telemetry</c>). Metrics need no setting: they are read from <c>/metrics</c>.</summary>
public sealed class TelemetryOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Telemetry";

    /// <summary>
    /// The collector that traces are sent to, as OTLP over HTTP with protobuf; <c>/v1/traces</c> is appended. Port 4318 by convention.
    /// Absent (the default): no traces are made.
    /// </summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>The part of the messages and requests that are traced, 0 to 1. A trace is whole or not there: whoever begins it decides for all. Default 0.01.</summary>
    [Range(0.0, 1.0)]
    public double SampleRatio { get; set; } = 0.01;

    /// <summary>The console's log. Default <see cref="Telemetry.LogFormat.Text"/>.</summary>
    public LogFormat LogFormat { get; set; } = LogFormat.Text;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (OtlpEndpoint is not null && !IsHttp(OtlpEndpoint))
            yield return new ValidationResult($"{Section}:{nameof(OtlpEndpoint)} is '{OtlpEndpoint}', but must be an address as http://host:port", [nameof(OtlpEndpoint)]);
    }

    /// <summary>What the configuration says, as far as it can be read; a wrong value is told by the check at the start.</summary>
    internal static TelemetryOptions Given(IConfiguration configuration)
    {
        var given = new TelemetryOptions();
        var section = configuration.GetSection(Section);
        if (Uri.TryCreate(section[nameof(OtlpEndpoint)], UriKind.Absolute, out var endpoint) && IsHttp(endpoint))
            given.OtlpEndpoint = endpoint;

        if (double.TryParse(section[nameof(SampleRatio)], System.Globalization.CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1)
            given.SampleRatio = ratio;

        if (Enum.TryParse<LogFormat>(section[nameof(LogFormat)], ignoreCase: true, out var format) && Enum.IsDefined(format))
            given.LogFormat = format;

        return given;
    }

    private static bool IsHttp(Uri address) => address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
