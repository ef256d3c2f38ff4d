Imports TorchSharp
Imports TorchSharp.Modules
Imports TorchSharp.torch

Public Class Net
    Inherits nn.Module(Of Tensor, Tensor)

    Private ReadOnly _first As Linear = nn.Linear(4, 5)
    Private ReadOnly _second As Linear = nn.Linear(5, 2)

    Public Sub New()
        MyBase.New(NameOf(Net))
        RegisterComponents()
    End Sub

    Public Overrides Function forward(input As Tensor) As Tensor
        Return _second.forward(nn.functional.relu(_first.forward(input)))
    End Function
End Class

Public Class Doubled
    Inherits Net

    Public Overrides Function forward(input As Tensor) As Tensor
        Dim run As Func(Of Tensor, Tensor) = Function(x) MyBase.forward(x)
        Return run(input).abs()
    End Function

    Public Shadows Function [call](input As Tensor) As Tensor
        Return Me.forward(input)
    End Function
End Class

Public Module Constructs
    Private Function Input() As Tensor
        Return torch.linspace(0.0, 1.0, 8).reshape(2, 4)
    End Function

    Public Function Plain() As Tensor
        Return (New Net()).forward(Input())
    End Function

    Public Function BaseClass() As Tensor
        Return (New Doubled()).forward(Input())
    End Function

    Public Function ShadowedCall() As Tensor
        Return (New Doubled()).call(Input())
    End Function

    Public Function Training() As Tensor
        Dim net = New Net()
        Dim optimizer = torch.optim.SGD(net.parameters(), 0.1)
        For i = 1 To 3
            optimizer.zero_grad()
            net.forward(Input()).sum().backward()
            optimizer.step()
        Next
        Return net.forward(Input())
    End Function

    Public Function MethodGroup() As Tensor
        Dim net = New Net()
        Dim run As Func(Of Tensor, Tensor) = AddressOf net.forward
        Return run(Input())
    End Function
End Module
