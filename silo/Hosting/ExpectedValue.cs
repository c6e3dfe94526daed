using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Mihari.Silo.Hosting;

/// <summary>What a key takes, in words of the configuration and never of the program's types.</summary>
internal static partial class ExpectedValue
{
    private const string Number = "a whole number";
    private const string Span = "a time span as hh:mm:ss";
    private const string Flag = "true or false";
    private const string Other = "a value of another kind";

    /// <summary>The rule of a key: its kind, and its range where it has one.</summary>
    public static string Of(PropertyInfo key)
    {
        var kind = Kind(Nullable.GetUnderlyingType(key.PropertyType) ?? key.PropertyType);
        return key.GetCustomAttribute<RangeAttribute>() is { } range
            ? string.Create(CultureInfo.InvariantCulture, $"{kind} from {range.Minimum} to {range.Maximum}")
            : kind;
    }

    /// <summary>Whether the binder can make of a text what the key takes; it does so in the same way.</summary>
    public static bool CanRead(PropertyInfo key, string text)
    {
        var type = Nullable.GetUnderlyingType(key.PropertyType) ?? key.PropertyType;
        if (type == typeof(string) || (text.Length == 0 && type != key.PropertyType))
            return true;

        var converter = TypeDescriptor.GetConverter(type);
        if (!converter.CanConvertFrom(typeof(string)))
            return true;

        try
        {
            return converter.ConvertFromInvariantString(text) is not null || !type.IsValueType;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or NotSupportedException || e.InnerException is FormatException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>The binder's own words, for keys of the framework, in ours; null where they are none of those.</summary>
    public static string? Retold(string message) =>
        Unconverted().Match(message) is { Success: true } found
            ? $"{found.Groups["key"].Value} is '{found.Groups["value"].Value}', but must be {KindByName(found.Groups["type"].Value)}"
            : Level().Match(message) is { Success: true } level
                ? $"a level of Logging is '{level.Groups["value"].Value}', but must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}"
                : null;

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(Uri) => "an address as http://host:port",
        _ when type == typeof(string) => "a text",
        _ => KindByName(type.FullName!),
    };

    private static string KindByName(string type) => type switch
    {
        "System.Int16" or "System.Int32" or "System.Int64" or "System.UInt16" or "System.UInt32" or "System.UInt64" or "System.Byte" => Number,
        "System.Single" or "System.Double" or "System.Decimal" => "a number",
        "System.TimeSpan" => Span,
        "System.Boolean" => Flag,
        _ => Other,
    };

    [GeneratedRegex("configuration value '(?<value>.*)' at '(?<key>[^']+)' to type '(?<type>[^']+)'", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unconverted();

    [GeneratedRegex("^Configuration value '(?<value>.*)' is not supported", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Level();
}
