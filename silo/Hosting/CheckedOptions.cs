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
        where T : class =>
        services.AddSingleton<IValidateOptions<T>>(provider => new Check<T>(section, provider.GetRequiredService<IConfiguration>()));

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

        private static PropertyInfo[] Keys(Type type) =>
            [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true } || IsSection(p))];

        private static IEnumerable<string> Unknown(IConfigurationSection given, Type type)
        {
            var keys = Keys(type);
            foreach (var child in given.GetChildren())
            {
                var key = keys.FirstOrDefault(k => string.Equals(k.Name, child.Key, StringComparison.OrdinalIgnoreCase));
                if (key is null)
                {
                    yield return $"{child.Path}: no such key; {given.Path} has {string.Join(", ", keys.Select(k => k.Name))}";
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

        private static IEnumerable<string> Wrong(string path, object options)
        {
            var results = new List<ValidationResult>();
            Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
            var nested = Keys(options.GetType()).Where(IsSection)
                .Select(k => (Path: $"{path}:{k.Name}", Value: k.GetValue(options)))
                .Where(k => k.Value is not null)
                .SelectMany(k => Wrong(k.Path, k.Value!));
            return results.Select(r => Line(path, r, options)).Concat(nested);
        }

        /// <summary>A rule of the options' own names its key already.</summary>
        private static string Line(string path, ValidationResult result, object options)
        {
            var key = Keys(options.GetType()).FirstOrDefault(k => result.MemberNames.Contains(k.Name, StringComparer.Ordinal));
            return key is null || result.ErrorMessage!.Contains(path + ":", StringComparison.Ordinal)
                ? result.ErrorMessage!
                : string.Create(CultureInfo.InvariantCulture, $"{path}:{key.Name} is '{key.GetValue(options)}': {result.ErrorMessage}");
        }
    }
}
