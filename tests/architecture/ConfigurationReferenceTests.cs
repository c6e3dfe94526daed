using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Mihari.Tests.Architecture;

/// <summary>docs/reference/configuration.md holds every key with its default, and every default is within its bounds.</summary>
public sealed class ConfigurationReferenceTests
{
    public static TheoryData<string> OptionTypes => [.. All().Select(t => t.FullName!)];

    [Theory]
    [MemberData(nameof(OptionTypes))]
    public void EveryKey_IsInTheReferenceWithItsDefault(string name)
    {
        var type = All().Single(t => t.FullName == name);
        var reference = File.ReadAllLines(Path.Combine(Product.Root, "docs", "reference", "configuration.md"));
        var missing = Keys(type, (string)type.GetField("Section")!.GetRawConstantValue()!, Activator.CreateInstance(type)!)
            .Where(k => !reference.Any(line => line.Contains($"`{k.Key}`", StringComparison.Ordinal) && line.Contains(k.Default, StringComparison.Ordinal)))
            .Select(k => $"{k.Key} = {k.Default}");

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(OptionTypes))]
    public void Defaults_SurviveBindingFromAnEmptyConfiguration(string name)
    {
        var type = All().Single(t => t.FullName == name);
        var bound = Activator.CreateInstance(type)!;

        new ConfigurationBuilder().Build().Bind(bound);

        Assert.Equal(Keys(type, "x", Activator.CreateInstance(type)!), Keys(type, "x", bound));
    }

    private static IEnumerable<Type> All() => Product.All
        .SelectMany(a => a.GetTypes())
        .Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal) && t.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true });

    private static List<(string Key, string Default)> Keys(Type type, string prefix, object instance)
    {
        var keys = new List<(string, string)>();
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.SetMethod is not null))
        {
            var key = $"{prefix}:{property.Name}";
            var value = property.GetValue(instance);
            if (property.PropertyType is { IsClass: true } nested && nested.Namespace?.StartsWith("Mihari", StringComparison.Ordinal) == true)
            {
                keys.AddRange(Keys(nested, key, value ?? Activator.CreateInstance(nested)!));
            }
            else if (value is IList && property.PropertyType.GetGenericArguments() is [{ Namespace: { } space } item] && space.StartsWith("Mihari", StringComparison.Ordinal))
            {
                keys.AddRange(Keys(item, key + ":N", Activator.CreateInstance(item)!));
            }
            else
            {
                keys.Add((key, Text(value)));
            }
        }

        return keys;
    }

    private static string Text(object? value) => value switch
    {
        null or "" => "—",
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IList => "—",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
