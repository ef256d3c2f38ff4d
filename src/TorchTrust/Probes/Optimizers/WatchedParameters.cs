using System.Collections;
using TorchSharp.Modules;

namespace TorchTrust.Probes;

/// <summary>
/// Stands in the place of the parameters of an optimizer's group, and decides at each reading what is read. It stays lazy: what
/// the user's own sequence would give at that moment is what is handed on.
/// </summary>
/// <param name="inner">What stood there.</param>
/// <param name="read">Told who reads what, and gives what is read.</param>
internal sealed class WatchedParameters(
    IEnumerable<Parameter> inner, Func<ParameterReader, IEnumerable<Parameter>, IEnumerable<Parameter>> read) : IEnumerable<Parameter>
{
    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => read(ParameterReaders.OnStack(), inner).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
