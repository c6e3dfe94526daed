using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Mihari.Web.Components;
using Mihari.Web.Components.Buildings;
using Mihari.Web.Components.Cameras;
using Mihari.Web.Components.Errors;
using Mihari.Web.Components.Layout;
using Mihari.Web.Components.Recordings;
using Mihari.Web.Components.SignIn;
using Xunit;

namespace Mihari.Tests.Web.Components.Viewers;

public sealed partial class TextsTests
{
    // A class of texts has nothing in it but its name.
    private static readonly Type[] All =
    [
        .. typeof(App).Assembly.GetTypes().Where(type => type.IsPublic && type.Name.EndsWith("Texts", StringComparison.Ordinal) && type.GetConstructor(Type.EmptyTypes) is not null),
    ];

    public static TheoryData<Type> Features => [.. All];

    [Fact]
    public void Features_Known_AreAmongThem() => Assert.Superset(
        new HashSet<Type>([typeof(BuildingsTexts), typeof(CamerasTexts), typeof(ErrorsTexts), typeof(LayoutTexts), typeof(RecordingsTexts), typeof(SignInTexts)]),
        new HashSet<Type>(All));

    [Theory]
    [MemberData(nameof(Features))]
    public void Texts_EveryLanguage_SameKeysAndPlaceholders(Type feature)
    {
        var english = Read(feature, CultureInfo.InvariantCulture);
        var japanese = Read(feature, CultureInfo.GetCultureInfo("ja"));

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), japanese.Keys.Order(StringComparer.Ordinal));
        Assert.All(english, text =>
        {
            Assert.False(string.IsNullOrWhiteSpace(text.Value), text.Key);
            Assert.False(string.IsNullOrWhiteSpace(japanese[text.Key]), text.Key);
            Assert.Equal(Placeholders(text.Value), Placeholders(japanese[text.Key]));
        });
    }

    private static Dictionary<string, string> Read(Type feature, CultureInfo culture) =>
        new ResourceManager(feature).GetResourceSet(culture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);

    private static IEnumerable<string> Placeholders(string text) =>
        Placeholder().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
