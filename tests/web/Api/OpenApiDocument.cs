using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Mihari.Tests.Web.Api;

/// <summary>The description of the API, and whether an answer is what it says: no field left out, none that is not told of, each of its type.</summary>
internal sealed partial class OpenApiDocument(JsonElement root)
{
    public static async Task<OpenApiDocument> Read(HttpClient client)
    {
        using var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json"));
        return new OpenApiDocument(document.RootElement.Clone());
    }

    public IEnumerable<(string Path, string Method, JsonElement Operation)> Operations =>
        from path in root.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (path.Name, operation.Name, operation.Value);

    public JsonElement Schema(string name) => root.GetProperty("components").GetProperty("schemas").GetProperty(name);

    public IEnumerable<JsonProperty> Schemas => root.GetProperty("components").GetProperty("schemas").EnumerateObject();

    public JsonElement Operation(string method, string path) => root.GetProperty("paths").GetProperty(path).GetProperty(method);

    /// <summary>Fails where the answer's status, content type or body is not as described.</summary>
    public async Task Check(string method, string path, HttpResponseMessage answer)
    {
        var status = ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(Operation(method, path).GetProperty("responses").TryGetProperty(status, out var described), $"{status} of {method} {path} is not described");
        if (!described.TryGetProperty("content", out var contents))
        {
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
            return;
        }

        var type = answer.Content.Headers.ContentType!.MediaType!;
        Assert.True(contents.TryGetProperty(type, out var content), $"{type} of {status} of {method} {path} is not described");
        if (!type.EndsWith("json", StringComparison.Ordinal))
            return;

        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var problems = Problems(content.GetProperty("schema"), body.RootElement, "$").ToList();
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private IEnumerable<string> Problems(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Problems(Schema(reference.GetString()!.Split('/')[^1]), value, at);

        if (schema.TryGetProperty("oneOf", out var choices))
            return choices.EnumerateArray().Any(choice => !Problems(choice, value, at).Any()) ? [] : [$"{at} is none of the choices: {value}"];

        return Types(schema).Contains(TypeOf(value)) ? Contents(schema, value, at) : [$"{at} is {TypeOf(value)}, not {schema}"];
    }

    private IEnumerable<string> Contents(JsonElement schema, JsonElement value, string at) => value.ValueKind switch
    {
        JsonValueKind.Object => Members(schema, value, at),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, n) => Problems(schema.GetProperty("items"), item, $"{at}[{n}]")),
        JsonValueKind.String => Text(schema, value.GetString()!, at),
        _ => [],
    };

    private IEnumerable<string> Members(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)))
                yield return $"{at}.{name} is missing";
        }

        foreach (var member in value.EnumerateObject())
        {
            if (!schema.GetProperty("properties").TryGetProperty(member.Name, out var inner))
                yield return $"{at}.{member.Name} is not described";
            else
            {
                foreach (var problem in Problems(inner, member.Value, $"{at}.{member.Name}"))
                    yield return problem;
            }
        }
    }

    private static IEnumerable<string> Text(JsonElement schema, string text, string at)
    {
        if (schema.TryGetProperty("enum", out var words) && words.EnumerateArray().All(word => word.GetString() != text))
            yield return $"{at} is {text}, which is none of {words}";

        if (schema.TryGetProperty("format", out var format) && format.GetString() == "date-time" && !Time().IsMatch(text))
            yield return $"{at} is {text}, not a time of the one form";
        else if (!schema.TryGetProperty("format", out _) && AnyTime().IsMatch(text))
            yield return $"{at} is {text}, but is not described as a time";
    }

    private static IEnumerable<string> Types(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.String => "string",
        JsonValueKind.Array => "array",
        _ => "object",
    };

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", RegexOptions.NonBacktracking)]
    private static partial Regex Time();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT", RegexOptions.NonBacktracking)]
    private static partial Regex AnyTime();
}
