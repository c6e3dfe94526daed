using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Mihari.Silo.Hosting;

/// <summary>Options of which a wrong value, or a key that does not exist, stops the program as it starts with a line that names key, value and rule.</summary>
public static class CheckedOptions
{
    /// <summary>Binds a section and checks it.</summary>
    public static OptionsBuilder<T> AddCheckedOptions<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptionsCheck<T>(section);
        return services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
    }

    /// <summary>Checks a section that is bound elsewhere.</summary>
    public static void AddOptionsCheck<T>(this IServiceCollection services, string section)
        where T : class
    {
        // Before the binder, wherever that was added: it would stop at a text that it can't read, in words about types.
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<T>>(provider => new Readable<T>(section, provider.GetRequiredService<IConfiguration>())));
        services.AddSingleton<IValidateOptions<T>>(provider => new Check<T>(section, provider.GetRequiredService<IConfiguration>()));
    }

    private static PropertyInfo[] Keys(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true } || IsSection(p))];

    private static PropertyInfo? Key(Type type, string name) =>
        Keys(type).FirstOrDefault(key => string.Equals(key.Name, name, StringComparison.OrdinalIgnoreCase));

    private static string Failure(string path, object? value, string rule) =>
        string.Create(CultureInfo.InvariantCulture, $"{path} is '{value}', but must be {rule}");

    private static bool IsSection(PropertyInfo property) =>
        property.PropertyType is { IsEnum: false, Namespace: { } space } && space.StartsWith("Mihari", StringComparison.Ordinal);

    private sealed class Check<T>(string section, IConfiguration configuration) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var failures = Unknown(configuration.GetSection(section), typeof(T)).Concat(Wrong(section, options)).ToList();
            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }

        private static IEnumerable<string> Unknown(IConfigurationSection given, Type type)
        {
            foreach (var child in given.GetChildren())
            {
                var key = Key(type, child.Key);
                if (key is null)
                {
                    yield return $"{child.Path}: no such key; {given.Path} has {string.Join(", ", Keys(type).Select(k => k.Name))}";
                }
                else if (IsSection(key))
                {
                    foreach (var deeper in Unknown(child, key.PropertyType))
                    {
                        yield return deeper;
                    }
                }
            }
        }

        private IEnumerable<string> Wrong(string path, object options)
        {
            var results = new List<ValidationResult>();
            Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
            var nested = Keys(options.GetType()).Where(IsSection)
                .Select(k => (Path: $"{path}:{k.Name}", Value: k.GetValue(options)))
                .Where(k => k.Value is not null)
                .SelectMany(k => Wrong(k.Path, k.Value!));
            return results.Select(r => Line(path, r, options)).Concat(nested);
        }

        /// <summary>A rule of the options' own names its key already. The value is told as it was given, not as it was understood.</summary>
        private string Line(string path, ValidationResult result, object options)
        {
            var key = Keys(options.GetType()).FirstOrDefault(k => result.MemberNames.Contains(k.Name, StringComparer.Ordinal));
            if (key is null || result.ErrorMessage!.Contains(path + ":", StringComparison.Ordinal))
                return result.ErrorMessage!;

            var value = key.GetValue(options);
            var at = $"{path}:{key.Name}";
            return key.GetCustomAttribute<RangeAttribute>() is { } range && !range.IsValid(value)
                ? Failure(at, configuration[at] ?? value, ExpectedValue.Of(key))
                : string.Create(CultureInfo.InvariantCulture, $"{at} is '{configuration[at] ?? value}': {result.ErrorMessage}");
        }
    }

    /// <summary>Configures nothing: refuses texts that can't be read.</summary>
    private sealed class Readable<T>(string section, IConfiguration configuration) : IConfigureOptions<T>
        where T : class
    {
        public void Configure(T options)
        {
            var failures = Unreadable(configuration.GetSection(section), typeof(T)).ToList();
            if (failures.Count > 0)
                throw new OptionsValidationException(section, typeof(T), failures);
        }

        private static IEnumerable<string> Unreadable(IConfigurationSection given, Type type)
        {
            foreach (var child in given.GetChildren())
            {
                if (Key(type, child.Key) is not { } key)
                    continue;

                if (IsSection(key))
                {
                    foreach (var deeper in Unreadable(child, key.PropertyType))
                        yield return deeper;
                }
                else if (child.Value is { } text && !ExpectedValue.CanRead(key, text))
                {
                    yield return Failure(child.Path, text, ExpectedValue.Of(key));
                }
            }
        }
    }
}
