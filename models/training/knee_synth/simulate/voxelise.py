"""Closed triangle meshes to binary volumes."""

from __future__ import annotations

import numpy as np
import pyvista
import trimesh
import vtk
from vtk.util.numpy_support import vtk_to_numpy

from .field import Grid


def mesh_mask(mesh: trimesh.Trimesh, grid: Grid) -> np.ndarray:
    """Voxels of the grid whose centres lie inside a closed mesh, bool (A, R, C)."""
    surface = pyvista.wrap(mesh)
    image = vtk.vtkImageData()
    image.SetOrigin(grid.origin)
    image.SetSpacing((grid.spacing,) * 3)
    image.SetDimensions(grid.shape)
    image.AllocateScalars(vtk.VTK_UNSIGNED_CHAR, 1)
    image.GetPointData().GetScalars().Fill(1)
    stencil = vtk.vtkPolyDataToImageStencil()
    stencil.SetInputData(surface)
    stencil.SetOutputOrigin(grid.origin)
    stencil.SetOutputSpacing((grid.spacing,) * 3)
    stencil.SetOutputWholeExtent(image.GetExtent())
    cut = vtk.vtkImageStencil()
    cut.SetInputData(image)
    cut.SetStencilConnection(stencil.GetOutputPort())
    cut.SetBackgroundValue(0)
    cut.Update()
    flat = vtk_to_numpy(cut.GetOutput().GetPointData().GetScalars())
    return flat.reshape(grid.shape[::-1]).transpose(2, 1, 0).astype(bool)
