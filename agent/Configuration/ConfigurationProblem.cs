using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Mihari.Agent.Configuration;

/// <summary>What is wrong with the configuration, in one line in its own words: file and line, or key, value and rule.</summary>
internal static partial class ConfigurationProblem
{
    /// <summary>Null for what is no problem of the configuration.</summary>
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsValidationException wrong => wrong.Failures.First(),
        _ when Within<JsonException>(exception) is { } json => Json(exception, json),
        InvalidDataException when exception.InnerException is FormatException format => $"{Source(exception)}: {format.Message}",
        InvalidOperationException or FormatException or InvalidDataException or IOException or UnauthorizedAccessException => Retold(Innermost(exception)),
        _ => null,
    };

    private static string Source(Exception exception) =>
        File().Match(exception.Message) is { Success: true } found ? found.Groups["file"].Value : "the configuration";

    private static string Json(Exception exception, JsonException json) =>
        FormattableString.Invariant($"{Source(exception)}, line {json.LineNumber + 1}: {json.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.', ' ', '|')}");

    /// <summary>The binder wraps what is wrong with one value into what it was doing when it found it.</summary>
    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is InvalidOperationException inner)
            exception = inner;
        return exception;
    }

    private static string Retold(Exception problem)
    {
        if (Unconverted().Match(problem.Message) is { Success: true } value)
        {
            var key = value.Groups["key"].Value;
            return $"{key} is '{value.Groups["value"].Value}', but must be {AgentOptionsRules.Rule(key)}";
        }

        // The names may be many; each stands in quotation marks after the colon.
        if (Unknown().Match(problem.Message) is { Success: true } unknown)
        {
            var cameras = unknown.Groups["type"].Value.EndsWith(nameof(CameraOptions), StringComparison.Ordinal);
            return $"no such key: {unknown.Groups["names"].Value}; {(cameras ? "a camera" : AgentOptions.Section)} has {AgentOptionsRules.Keys(cameras)}";
        }

        return problem.Message.ReplaceLineEndings(" ");
    }

    private static T? Within<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
                return found;
        }

        return null;
    }

    [GeneratedRegex("file '(?<file>[^']+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex File();

    [GeneratedRegex("configuration value '(?<value>.*)' at '(?<key>[^']+)' to type", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Unconverted();

    [GeneratedRegex("properties were not found on the instance of (?<type>[^:]+): (?<names>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Unknown();
}
