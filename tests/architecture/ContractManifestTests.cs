using System.Globalization;
using System.Reflection;
using System.Text;
using Orleans;

namespace Mihari.Tests.Architecture;

/// <summary>
/// The grain contracts as they are checked in (docs/reference/grain-contracts.txt): a rolling upgrade depends on aliases and ids,
/// so a change of them is reviewed like code. A new manifest is left in artifacts/grain-contracts.txt to be compared and copied.
/// </summary>
public sealed class ContractManifestTests
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void Contracts_AreTheReviewedOnes()
    {
        var actual = Describe();
        var artifact = Path.Combine(Product.Root, "artifacts", "grain-contracts.txt");
        File.WriteAllText(artifact, actual);

        var reviewed = Path.Combine(Product.Root, "docs", "reference", "grain-contracts.txt");
        Assert.True(File.Exists(reviewed), $"{reviewed} is missing; see {artifact}");
        Assert.Equal(File.ReadAllText(reviewed), actual);
    }

    [Fact]
    public void EveryContract_HasAnAlias()
    {
        var missing = Contracts().Where(t => !t.GetCustomAttributes<AliasAttribute>(inherit: false).Any()).Select(t => t.FullName);

        Assert.Empty(missing);
    }

    private static IEnumerable<Type> Contracts() => new[] { Product.Interfaces, Product.Grains }
        .SelectMany(a => a.GetTypes())
        .Where(t => t.Namespace?.StartsWith("Mihari", StringComparison.Ordinal) == true && !t.Name.StartsWith("Codec_", StringComparison.Ordinal))
        .Where(t => t.GetCustomAttribute<GenerateSerializerAttribute>(inherit: false) is not null
            || (t.IsInterface && (typeof(IGrain).IsAssignableFrom(t) || typeof(IGrainObserver).IsAssignableFrom(t))));

    private static string Describe()
    {
        var text = new StringBuilder();
        foreach (var type in Contracts().OrderBy(AliasOf, StringComparer.Ordinal))
        {
            text.Append(type.IsInterface ? "interface " : "type ").AppendLine(AliasOf(type));
            foreach (var line in (type.IsInterface ? Methods(type) : Fields(type)).Order(StringComparer.Ordinal))
                text.Append("  ").AppendLine(line);
        }

        foreach (var type in Product.Interfaces.GetTypes().Where(t => t.IsEnum).OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append("enum ").AppendLine(type.FullName);
            foreach (var value in Enum.GetValues(type).Cast<object>())
                text.AppendLine(CultureInfo.InvariantCulture, $"  {Convert.ToInt32(value, CultureInfo.InvariantCulture),2} {value}");
        }

        return text.ToString();
    }

    private static IEnumerable<string> Methods(Type type) => type.GetMethods().Select(m =>
        $"{m.GetCustomAttributes<AliasAttribute>(inherit: false).FirstOrDefault()?.Alias ?? "NO ALIAS"}({string.Join(", ", m.GetParameters().Select(p => Name(p.ParameterType)))}) : {Name(m.ReturnType)}");

    private static IEnumerable<string> Fields(Type type) => type.GetProperties(Members).Cast<MemberInfo>().Concat(type.GetFields(Members))
        .Select(m => (Member: m, Id: m.GetCustomAttribute<IdAttribute>()?.Id))
        .Where(m => m.Id is not null)
        .Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Id,2} {m.Member.Name} : {Name(m.Member is PropertyInfo p ? p.PropertyType : ((FieldInfo)m.Member).FieldType)}"));

    private static string AliasOf(Type type) => type.GetCustomAttributes<AliasAttribute>(inherit: false).FirstOrDefault()?.Alias ?? type.FullName!;

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
