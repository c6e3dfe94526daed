using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mihari.Identifiers;

namespace Mihari.Storage.GrainState;

/// <summary>Identifiers that wrap one string, written as that string; that also makes them keys of dictionaries.</summary>
internal sealed class IdentifierJsonConverter : JsonConverterFactory
{
    private static readonly string Namespace = typeof(DeviceId).Namespace!;

    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsValueType && typeToConvert.Namespace == Namespace && Value(typeToConvert) is not null && Constructor(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    /// <summary>The only property, where it is a string.</summary>
    private static PropertyInfo? Value(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance) is [var only] && only.PropertyType == typeof(string) ? only : null;

    private static ConstructorInfo? Constructor(Type type) =>
        type.GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, [typeof(string)]);

    private sealed class Of<T> : JsonConverter<T>
        where T : struct
    {
        private readonly Func<T, string?> _value;
        private readonly Func<string, T> _make;

        public Of()
        {
            var id = Expression.Parameter(typeof(T));
            var text = Expression.Parameter(typeof(string));
            _value = Expression.Lambda<Func<T, string?>>(Expression.Property(id, Value(typeof(T))!), id).Compile();
            _make = Expression.Lambda<Func<string, T>>(Expression.New(Constructor(typeof(T))!, text), text).Compile();
        }

        public override bool HandleNull => true;

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { } text ? _make(text) : default;

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(_value(value));

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            _make(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(_value(value) ?? throw new JsonException("an empty identifier cannot be a key"));
    }
}
