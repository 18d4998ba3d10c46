using System.Globalization;

namespace Supine.Biomechanics;

/// <summary>An equilibrium was not found; what is left over says by how much.</summary>
public sealed class NoConvergenceException : Exception
{
    /// <summary>Says what did not balance.</summary>
    /// <param name="balance">What should have been equal.</param>
    /// <param name="unit">The unit of the residual.</param>
    /// <param name="residual">What is left over, in the unit.</param>
    public NoConvergenceException(string balance, string unit, double residual)
        : base(string.Create(CultureInfo.InvariantCulture, $"No balance of {balance} was found: {residual:G4} {unit} are left over."))
    {
        Balance = balance;
        Unit = unit;
        Residual = residual;
    }

    /// <summary>What should have been equal.</summary>
    public string Balance { get; }

    /// <summary>The unit of the residual.</summary>
    public string Unit { get; }

    /// <summary>What is left over, in the unit.</summary>
    public double Residual { get; }
}
